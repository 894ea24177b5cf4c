/** The views as tabs; the arrow keys move between them. */
import type { KeyboardEvent } from 'react';
import { useChangeView } from '../frame/url-state';
import { views, viewNamed } from '../views/registry';
import classes from './view-tabs.module.css';

/** The ids that connect a tab to its panel. */
export const tabIds = { tab: (name: string) => `tab-${name}`, panel: 'view-panel' } as const;

export function ViewTabs({ current }: { current: string | undefined }) {
  const changeView = useChangeView();
  const active = viewNamed(current);
  const open = (name: string) =>
    changeView((view) => ({ ...view, view: name === views[0].name ? undefined : name }));
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const index = views.findIndex(({ name }) => name === active.name);
    const next = views[(index + step + views.length) % views.length];
    if (next === undefined) return;
    open(next.name);
    document.getElementById(tabIds.tab(next.name))?.focus();
  };
  return (
    <div role="tablist" aria-label="Views" className={classes['tabs']} onKeyDown={onKeyDown}>
      {views.map(({ name, title }) => (
        <button
          key={name}
          type="button"
          role="tab"
          id={tabIds.tab(name)}
          aria-selected={name === active.name}
          aria-controls={tabIds.panel}
          tabIndex={name === active.name ? 0 : -1}
          onClick={() => open(name)}
        >
          {title}
        </button>
      ))}
    </div>
  );
}
