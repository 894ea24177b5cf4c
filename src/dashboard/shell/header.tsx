/** The header: selection of project, impulse, variant and run; search; import, share, colour scheme. */
import { useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { IconAdjustmentsHorizontal, IconKeyboard, IconMoon, IconSun } from '@tabler/icons-react';
import type { RefObject } from 'react';
import type { Project, Run } from '../../contract/schemas/runs';
import { setFilters } from '../frame/set-filters';
import { useScreen } from '../frame/url-state';
import classes from './header.module.css';
import { RunChooser } from './run-chooser';
import { SearchBox } from './search-box';

interface HeaderProps {
  project: Project;
  run: Run | undefined;
  search: RefObject<HTMLInputElement | null>;
  shared: boolean;
  onShare: () => void;
  onImport: () => void;
  onShowKeys: () => void;
  onToggleFilters: () => void;
}

/** Switches between light and dark; follows the system until the user switches. */
export function useSchemeSwitch() {
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme('light');
  return { scheme, switchScheme: () => setColorScheme(scheme === 'dark' ? 'light' : 'dark') };
}

export function Header({
  project,
  run,
  search,
  shared,
  onShare,
  onImport,
  onShowKeys,
  onToggleFilters,
}: HeaderProps) {
  const { scheme, switchScheme } = useSchemeSwitch();
  const { query } = useScreen();
  const SchemeIcon = scheme === 'dark' ? IconSun : IconMoon;
  const filterCount = setFilters(query).length;
  return (
    <header className={classes['header']}>
      <h1 className={classes['logo']}>Second Look</h1>
      <RunChooser project={project} run={run} />
      <span className={classes['grow']} />
      <button
        type="button"
        className={`${classes['button']} ${classes['filters']}`}
        onClick={onToggleFilters}
      >
        <IconAdjustmentsHorizontal size={16} aria-hidden /> Filters
        {filterCount > 0 ? ` (${filterCount})` : ''}
      </button>
      <SearchBox ref={search} />
      <button type="button" className={classes['button']} onClick={onShare}>
        <span aria-live="polite">{shared ? 'Link copied' : 'Share'}</span>
      </button>
      <button type="button" className={`${classes['button']} ${classes['primary']}`} onClick={onImport}>
        Import
      </button>
      <button
        type="button"
        className={`${classes['button']} ${classes['icon']} ${classes['wide']}`}
        onClick={onShowKeys}
        aria-label="Keys"
        title="Keys (?)"
      >
        <IconKeyboard size={16} aria-hidden />
      </button>
      <button
        type="button"
        className={`${classes['button']} ${classes['icon']}`}
        onClick={switchScheme}
        aria-label={scheme === 'dark' ? 'Light colours' : 'Dark colours'}
        title={scheme === 'dark' ? 'Light colours (d)' : 'Dark colours (d)'}
      >
        <SchemeIcon size={16} aria-hidden />
      </button>
    </header>
  );
}
