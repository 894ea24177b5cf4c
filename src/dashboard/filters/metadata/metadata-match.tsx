/** How several metadata items combine, and whether samples without any metadata are included. */
import { useId } from 'react';
import { FacetCount } from '../facets/facet-row';
import listClasses from '../facets/facet-list.module.css';
import { combinators, type CombinatorName } from './metadata-changes';
import classes from './metadata-key.module.css';

const combinatorNames: readonly CombinatorName[] = ['any', 'and', 'or'];

interface CombinatorChoiceProps {
  chosen: CombinatorName;
  onChoose: (name: CombinatorName) => void;
}

export function CombinatorChoice({ chosen, onChoose }: CombinatorChoiceProps) {
  const id = useId();
  return (
    <div className={classes['match']}>
      <label htmlFor={id}>Match</label>
      <select
        id={id}
        value={chosen}
        onChange={(event) => {
          const name = combinatorNames.find((candidate) => candidate === event.currentTarget.value);
          if (name !== undefined) onChoose(name);
        }}
      >
        {combinatorNames.map((name) => (
          <option key={name} value={name}>
            {combinators[name]}
          </option>
        ))}
      </select>
    </div>
  );
}

interface NoMetadataProps {
  count: number | null;
  isChosen: boolean;
  onToggle: () => void;
}

const name = 'No metadata at all';

export function NoMetadata({ count, isChosen, onToggle }: NoMetadataProps) {
  const id = useId();
  return (
    <div className={`${listClasses['list']} ${classes['bare']}`}>
      <div className={listClasses['row']} data-chosen={isChosen || undefined}>
        <label className={listClasses['choice']}>
          <input
            type="checkbox"
            className={listClasses['box']}
            aria-label={name}
            aria-describedby={`${id}-count`}
            checked={isChosen}
            onChange={onToggle}
          />
          <span className={listClasses['name']}>{name}</span>
        </label>
        <FacetCount id={`${id}-count`} count={count} />
      </div>
    </div>
  );
}
