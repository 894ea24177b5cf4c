/** The agreement of our rules with the job of this run, shown below the thresholds that both used. */
import { useQuery } from '@tanstack/react-query';
import { agreementOptions } from '../../api/agreement';
import { agreementWords } from './agreement-words';

interface AgreementLineProps {
  projectId: number;
  run: string;
  /** The number of samples of the run. */
  samples: number;
}

export function AgreementLine({ projectId, run, samples }: AgreementLineProps) {
  const { data } = useQuery(agreementOptions(projectId, run));
  return data === undefined ? null : <p className="dim">{agreementWords(data, samples)}</p>;
}
