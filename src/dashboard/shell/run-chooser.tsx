/** The current project, impulse, variant and run, and the others to select. */
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { variants } from '../../contract/query';
import type { Project, Run } from '../../contract/schemas/runs';
import { projectsOptions } from '../api/projects';
import { formatMoment } from '../ui/numbers-in-words';
import { useChangeScreen } from '../frame/url-state';
import classes from './header.module.css';

interface ChooserProps {
  label: string;
  value: string;
  options: readonly { value: string; label: string }[];
  onChange: (value: string) => void;
}

/** Plain text if there is only one option. */
function Chooser({ label, value, options, onChange }: ChooserProps) {
  const only = options.length <= 1;
  return (
    <label className={classes['chooser']} data-only={only || undefined}>
      <span className={label === 'Project' ? 'visually-hidden' : classes['chooser-label']}>{label}</span>
      {only ? (
        <span className={classes['chooser-value']}>{options[0]?.label ?? value}</span>
      ) : (
        <select value={value} onChange={(event) => onChange(event.currentTarget.value)}>
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </label>
  );
}

const runName = (run: Run) => {
  const time = Date.parse(run.imported);
  return run.name === run.imported && !Number.isNaN(time) ? formatMoment(time) : run.name;
};

export function RunChooser({ project, run }: { project: Project; run: Run | undefined }) {
  const { data: projects = [] } = useQuery(projectsOptions());
  const navigate = useNavigate();
  const changeScreen = useChangeScreen();
  const ofImpulse = project.runs.filter((other) => other.impulseId === run?.impulseId);
  const offered = variants.filter((variant) => ofImpulse.some((other) => other.variant === variant));
  const ofVariant = ofImpulse.filter((other) => other.variant === run?.variant);
  return (
    <div className={classes['choosers']}>
      <Chooser
        label="Project"
        value={String(project.id)}
        options={projects.map(({ id, name }) => ({ value: String(id), label: name }))}
        onChange={(id) =>
          void navigate({ to: '/$projectId', params: { projectId: id }, search: { text: '' } })
        }
      />
      {run !== undefined && (
        <>
          {project.impulses.length > 1 && (
            <Chooser
              label="Impulse"
              value={String(run.impulseId)}
              options={project.impulses.map(({ id, name }) => ({ value: String(id), label: name }))}
              onChange={(id) =>
                changeScreen(({ query }) => ({
                  query: { ...query, impulseId: Number(id), variant: undefined, run: undefined },
                }))
              }
            />
          )}
          <div role="radiogroup" aria-label="Variant" className={classes['segments']}>
            {offered.map((variant) => (
              <label key={variant} data-on={variant === run.variant || undefined}>
                <input
                  type="radio"
                  name="variant"
                  checked={variant === run.variant}
                  onChange={() =>
                    changeScreen(({ query }) => ({ query: { ...query, variant, run: undefined } }))
                  }
                />
                {variant}
              </label>
            ))}
          </div>
          <Chooser
            label="Run"
            value={run.id}
            options={ofVariant.map((other) => ({ value: other.id, label: runName(other) }))}
            onChange={(id) => changeScreen(({ query }) => ({ query: { ...query, run: id } }))}
          />
        </>
      )}
    </div>
  );
}
