/** A field of verdicts in the sidebar: its counts are requested while its group is open. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { fields } from '../../contract/fields';
import type { Query } from '../../contract/query';
import { fieldPart, summaryOptions, wholeSummaryOptions } from '../api/summary';
import { FilterGroup, type FilterGroupProps } from './filter-group';
import { useOpenGroup } from './open-groups';

interface VerdictGroupProps extends FilterGroupProps {
  projectId: number;
  query: Query;
}

export function VerdictGroup({ projectId, query, ...props }: VerdictGroupProps) {
  const { name } = props;
  const [enabled] = useOpenGroup(name, fields[name].sidebar === 'open');
  const parts = [fieldPart(name)];
  const shown = { enabled, placeholderData: keepPreviousData };
  const whole = useQuery({ ...wholeSummaryOptions(projectId, query, parts), ...shown });
  const now = useQuery({ ...summaryOptions(projectId, query, parts), ...shown });
  return <FilterGroup {...props} whole={whole.data ?? props.whole} now={now.data} />;
}
