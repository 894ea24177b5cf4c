/** The description of a field, shown while its title is hovered. */
import { Tooltip } from '@mantine/core';
import { memo, type RefObject } from 'react';

interface HelpTipProps {
  target: RefObject<HTMLElement | null>;
  help: string;
}

export const HelpTip = memo(function HelpTip({ target, help }: HelpTipProps) {
  return (
    <Tooltip
      target={target}
      label={help}
      multiline
      w={220}
      openDelay={500}
      position="bottom-start"
      withinPortal
    />
  );
});
