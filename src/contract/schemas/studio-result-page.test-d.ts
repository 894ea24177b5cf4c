/** Type tests of the result page: what we serve is what the official client expects. */
import type { ClassifyJobResponsePage } from 'edge-impulse-api/build/library/sdk/model/classifyJobResponsePage';
import type { z } from 'zod';
import type { resultPageSchema } from './studio-result-page';

type Assignable<From extends To, To> = From;

export type PageIsTheClientsPage = Assignable<z.output<typeof resultPageSchema>, ClassifyJobResponsePage>;
