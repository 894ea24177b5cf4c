/** How far our rules agree with the job of this run, below the thresholds that both used. */
import { useQuery } from '@tanstack/react-query';
import { agreementOptions } from '../api/agreement';
import { agreementWords } from './agreement-words';

interface AgreementLineProps {
  projectId: number;
  run: string;
  /** How many samples the run has. */
  samples: number;
}

export function AgreementLine({ projectId, run, samples }: AgreementLineProps) {
  const { data } = useQuery(agreementOptions(projectId, run));
  return data === undefined ? null : <p className="dim">{agreementWords(data, samples)}</p>;
}
