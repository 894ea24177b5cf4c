/** What a field means, shown while the mouse rests on its title. */
import { Tooltip } from '@mantine/core';
import type { RefObject } from 'react';

export function HelpTip({ target, help }: { target: RefObject<HTMLElement | null>; help: string }) {
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
}
