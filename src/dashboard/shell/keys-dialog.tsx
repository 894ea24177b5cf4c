/** The list of all keys. */
import { Modal } from '@mantine/core';
import { keyGroups, keyInWords } from './key-list';
import classes from './keys-dialog.module.css';
import { plainHeader } from './plain-header';

function Keys({ keys }: { keys: readonly string[] }) {
  return (
    <dd>
      {keys.map((key) => (
        <kbd key={key}>{keyInWords(key)}</kbd>
      ))}
    </dd>
  );
}

function List({
  title,
  entries,
}: {
  title: string;
  entries: readonly { title: string; keys: readonly string[] }[];
}) {
  return (
    <section>
      <h3>{title}</h3>
      <dl className={classes['list']}>
        {entries.map((entry) => (
          <div key={entry.title}>
            <dt>{entry.title}</dt>
            <Keys keys={entry.keys} />
          </div>
        ))}
      </dl>
    </section>
  );
}

export function KeysDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title="Keys"
      closeButtonProps={{ 'aria-label': 'Close' }}
      attributes={plainHeader}
    >
      {keyGroups.map(({ where, entries }) => (
        <List key={where} title={where} entries={entries} />
      ))}
    </Modal>
  );
}
