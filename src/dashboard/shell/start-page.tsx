/** The page at `/`: redirects to the project viewed last, or explains what to do if there is none. */
import { useQuery } from '@tanstack/react-query';
import { Navigate, useSearch } from '@tanstack/react-router';
import { projectsOptions } from '../api/projects';
import { FirstRun } from './import/first-run';
import { lastProject } from './last-project';
import { Failed, Loading, StatePage } from '../ui/states';

export function StartPage() {
  const search = useSearch({ from: '__root__' });
  // While the demo is being imported the list is briefly empty, so it is refetched.
  const projects = useQuery({
    ...projectsOptions(),
    refetchInterval: ({ state }) => (state.data?.length ? false : 1500),
  });
  if (projects.isPending) {
    return (
      <StatePage>
        <Loading what="the projects" />
      </StatePage>
    );
  }
  if (projects.isError) {
    return (
      <StatePage>
        <Failed
          title="The projects could not be loaded"
          message={projects.error.message}
          onRetry={() => void projects.refetch()}
        />
      </StatePage>
    );
  }
  const [first] = projects.data;
  if (first === undefined) {
    return <FirstRun />;
  }
  const last = lastProject();
  const target = projects.data.find(({ id }) => id === last) ?? first;
  return <Navigate to="/$projectId" params={{ projectId: String(target.id) }} search={search} replace />;
}
