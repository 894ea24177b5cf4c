/** The condition on a metadata key, as a small menu in plain words. */
import { Menu } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { memo } from 'react';
import { metadataOperators, type MetadataOperator } from './metadata/metadata-changes';
import classes from './metadata/metadata-key.module.css';

interface OperatorMenuProps {
  /** The key, for screen readers. */
  name: string;
  operator: MetadataOperator;
  /** Selected, but without the value that it needs. */
  isWaiting: boolean;
  onChoose: (operator: MetadataOperator) => void;
}

const operators: readonly MetadataOperator[] = ['one-of', 'none-of', 'except', 'present', 'missing'];

export const OperatorMenu = memo(function OperatorMenu(props: OperatorMenuProps) {
  const { name, operator, isWaiting, onChoose } = props;
  const words = metadataOperators[operator];
  return (
    <Menu position="bottom-start" shadow="sm" withinPortal>
      <Menu.Target>
        <button type="button" className={classes['operator']} aria-label={`${name} ${words}; change`}>
          {words}
          {isWaiting && operator !== 'one-of' && ' …'}
          <IconChevronDown size={11} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.RadioGroup
          value={operator}
          onChange={(chosen) => {
            const known = operators.find((candidate) => candidate === chosen);
            if (known !== undefined) onChoose(known);
          }}
        >
          {operators.map((candidate) => (
            <Menu.RadioItem key={candidate} value={candidate} closeMenuOnClick>
              {metadataOperators[candidate]}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
});
