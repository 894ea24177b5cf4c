/** Every endpoint once: method, path, own parameters, answer, one sentence. Server, client, OpenAPI and tests read it. */
import { errorSchema } from './errors';
import { ownEndpoints } from './own-endpoints';
import { studioEndpoints } from './studio-endpoints';

export const endpoints = { ...studioEndpoints, ...ownEndpoints };

export type EndpointName = keyof typeof endpoints;

/** The answer to anything that went wrong, on every endpoint. */
export const errorAnswer = errorSchema;
