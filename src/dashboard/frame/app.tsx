/** A project's screen: header, sidebar, view and panel. The only place that combines them. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { chosenRun } from '../../contract/schemas/runs';
import { RequestError } from '../api/client';
import { projectOptions } from '../api/projects';
import { ProjectScreen } from './project-screen';
import { rememberProject } from '../shell/last-project';
import { Failed, Loading, Nothing, StatePage } from '../ui/states';
import { useScreen } from './url-state';

export function App() {
  const { projectId, query } = useScreen();
  if (projectId === null) {
    return (
      <StatePage>
        <NoSuchProject message="The address names no project." />
      </StatePage>
    );
  }
  return <LoadedProject key={projectId} projectId={projectId} choice={query} />;
}

function LoadedProject({
  projectId,
  choice,
}: {
  projectId: number;
  choice: Parameters<typeof chosenRun>[1];
}) {
  const project = useQuery(projectOptions(projectId));
  const isThere = project.data !== undefined;
  useEffect(() => {
    if (isThere) rememberProject(projectId);
  }, [isThere, projectId]);
  if (project.data !== undefined) {
    return <ProjectScreen project={project.data} run={chosenRun(project.data, choice)} />;
  }
  return (
    <StatePage>
      {project.isPending ? (
        <Loading what="the project" />
      ) : (
        <FailedProject error={project.error} onRetry={() => void project.refetch()} />
      )}
    </StatePage>
  );
}

function FailedProject({ error, onRetry }: { error: Error; onRetry: () => void }) {
  if (error instanceof RequestError && error.status === 404) return <NoSuchProject message={error.message} />;
  return <Failed title="The project could not be loaded" message={error.message} onRetry={onRetry} />;
}

function NoSuchProject({ message }: { message: string }) {
  return (
    <Nothing title="There is no such project here">
      <p>{message}</p>
      <Link to="/" search={{ text: '' }}>
        Go to the projects that are there
      </Link>
    </Nothing>
  );
}
