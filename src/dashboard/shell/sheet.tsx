/** A part of the screen as a sheet over the rest, if there is no space next to it. */
import { Drawer } from '@mantine/core';
import type { ReactNode } from 'react';
import type { CommandScope } from './commands';
import { plainHeader } from './plain-header';

interface SheetProps {
  title: string;
  side: 'left' | 'bottom';
  /** Its own key commands stay active, while those of the screen behind it are disabled. */
  commandScope?: CommandScope;
  onClose: () => void;
  children: ReactNode;
}

export function Sheet({ title, side, commandScope, onClose, children }: SheetProps) {
  return (
    <Drawer
      opened
      onClose={onClose}
      position={side}
      size={side === 'left' ? 320 : '88%'}
      padding={0}
      attributes={{ ...plainHeader, content: { 'data-command-scope': commandScope } }}
      styles={{ header: { paddingInline: 16 } }}
      title={side === 'left' ? title : undefined}
      aria-label={title}
      withCloseButton={side === 'left'}
      closeButtonProps={{ 'aria-label': `Close ${title.toLowerCase()}` }}
    >
      {children}
    </Drawer>
  );
}
