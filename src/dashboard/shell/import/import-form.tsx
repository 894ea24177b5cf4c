/** The form of an import: the files, and their project, impulse, variant and run. */
import { NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, type SyntheticEvent } from 'react';
import { variants } from '../../../contract/query';
import type { ImportChoice } from '../../api/imports';
import { projectsOptions } from '../../api/projects';
import { FileChoice } from './file-choice';
import classes from './import-dialog.module.css';
import { useImports } from './imports';

interface FormProps {
  projectId?: number;
  /** The previous input, so that a refused import can be corrected without retyping. */
  previous?: ImportChoice;
  onSubmit: (choice: ImportChoice) => void;
}

const wholeOr = (value: string | number, fallback: number) => {
  const number = Math.trunc(Number(value));
  return Number.isSafeInteger(number) && number >= 0 ? number : fallback;
};

export function ImportForm({ projectId, previous, onSubmit }: FormProps) {
  const { data: projects = [] } = useQuery(projectsOptions());
  const newId = Math.max(0, ...projects.map(({ id }) => id)) + 1;
  const { files, chooseFiles } = useImports();
  const [target, setTarget] = useState<string>(String(previous?.projectId ?? projectId ?? 'new'));
  const [name, setName] = useState(previous?.name ?? '');
  const [impulseId, setImpulseId] = useState<string | number>(previous?.impulseId ?? 1);
  const [variant, setVariant] = useState(previous?.variant ?? variants[1]);
  const [run, setRun] = useState(previous?.run ?? '');
  const isNew = !projects.some(({ id }) => String(id) === target);
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    onSubmit({
      projectId: isNew ? newId : Number(target),
      name: isNew ? name.trim() : '',
      impulseId: wholeOr(impulseId, 1),
      variant,
      run: run.trim(),
      files,
    });
  };
  return (
    <form className={classes['form']} onSubmit={submit}>
      <FileChoice files={files} onChange={chooseFiles} />
      <NativeSelect
        label="Project"
        value={isNew ? 'new' : target}
        onChange={(event) => setTarget(event.currentTarget.value)}
        data={[
          ...projects.map(({ id, name: projectName }) => ({ value: String(id), label: projectName })),
          { value: 'new', label: 'A new project' },
        ]}
      />
      {isNew && (
        <TextInput
          label="Name of the project"
          placeholder={`Project ${newId}`}
          maxLength={200}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
      )}
      <div className={classes['pair']}>
        <NumberInput
          label="Impulse"
          description="Its number in Studio"
          min={0}
          allowDecimal={false}
          value={impulseId}
          onChange={setImpulseId}
        />
        <NativeSelect
          label="Variant"
          description="The model that was run"
          value={variant}
          onChange={(event) =>
            setVariant(variants.find((known) => known === event.currentTarget.value) ?? variant)
          }
          data={[...variants]}
        />
      </div>
      <TextInput
        label="Name of the run"
        placeholder="The time of the import"
        maxLength={200}
        value={run}
        onChange={(event) => setRun(event.currentTarget.value)}
      />
      <div className={classes['actions']}>
        <button type="submit" className={classes['primary']} disabled={files.length === 0}>
          Import
        </button>
      </div>
    </form>
  );
}
