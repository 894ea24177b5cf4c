/** The screen of one project's run: the contents of the frame, and the keyboard commands. */
import { useMatches } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Suspense, useMemo, useRef, useState } from 'react';
import type { Problem } from '../../contract/kinds/kind';
import type { Query } from '../../contract/query';
import { trialOfRun } from '../../contract/run-trial';
import type { Project, Run } from '../../contract/schemas/runs';
import { compareText } from '../../domain/text-match';
import { lazyPart } from '../ui/lazy-part';
import { wholeSummaryOptions } from '../api/summary';
import { labelColours } from '../charts/label-colours';
import { ActiveFilters } from '../filters/chips/active-filters';
import { FilterSidebar } from '../filters/filter-sidebar';
import classes from './project-screen.module.css';
import { Header, useSchemeSwitch } from '../shell/header';
import { ImportNotice } from '../shell/import/import-notice';
import { useImports } from '../shell/import/imports';
import { Notices } from '../shell/notices/notices';
import { OfflineNotice } from '../shell/notices/offline-notice';
import { ReadOnlyNotice } from '../shell/notices/read-only-notice';
import { RebuildNotice } from '../shell/notices/rebuild-notice';
import { Nothing } from '../ui/states';
import { Totals } from '../shell/totals';
import { useKeyboard } from '../shell/use-keyboard';
import { tabIds, ViewTabs } from '../shell/view-tabs';
import { useWalk } from './use-walk';
import { choiceOf, onlyValue, withChoice, withoutAll } from './set-filters';
import { useChangeQuery, useChangeView, useScreen } from './url-state';
import { viewNamed, views } from '../views/registry';
import { urlWarnings } from '../views/url-warnings';
import { goToRowId, type ViewProps } from '../views/view';
import { ViewFrame } from '../views/view-frame';

// Parts that are not visible at first are loaded when they are first opened.
const Sheet = lazyPart(async () => (await import('../shell/sheet')).Sheet);
const SamplePanel = lazyPart(async () => (await import('../sample/sample-panel')).SamplePanel);
const KeysDialog = lazyPart(async () => (await import('../shell/keys-dialog')).KeysDialog);

/** Colours for the run's labels and predictions in text order, independent of the filters. */
function useLabelColours(projectId: number, run: Run | undefined, query: Query) {
  const { data } = useQuery({ ...wholeSummaryOptions(projectId, query), enabled: run !== undefined });
  return useMemo(() => {
    const values = [data?.facets['label'], data?.facets['prediction']].flatMap(
      (facet) => facet?.values ?? [],
    );
    const labels = values.flatMap(({ value }) => value ?? []);
    return labelColours([...new Set(labels)].sort(compareText));
  }, [data]);
}

/** The query without trial thresholds that the run does not have, and the problems with those. */
function fittingQuery(query: Query, run: Run | undefined): { query: Query; unknown: readonly Problem[] } {
  if (run === undefined || query.trial.length === 0) return { query, unknown: [] };
  const { known, problems } = trialOfRun(run, query.trial);
  return { query: problems.length === 0 ? query : { ...query, trial: known }, unknown: problems };
}

export function ProjectScreen({ project, run }: { project: Project; run: Run | undefined }) {
  const { query: asked, view, dropped } = useScreen();
  const { query, unknown } = useMemo(() => fittingQuery(asked, run), [asked, run]);
  const colours = useLabelColours(project.id, run, query);
  const search = useRef<HTMLInputElement>(null);
  const { isDialogOpen: isImportOpen, openDialog: openImport } = useImports();
  const [areKeysOpen, setAreKeysOpen] = useState(false);
  const [areFiltersOpen, setAreFiltersOpen] = useState(false);
  const { copied: shared, copy } = useClipboard({ timeout: 2000 });
  const share = () => copy(window.location.href);
  const { switchScheme } = useSchemeSwitch();
  const screen = useScreenCommands(project.id, query);
  const isSampleOpen = view.sample !== undefined && run !== undefined;
  useKeyboard({
    ...screen,
    isSampleOpen,
    focusSearch: () => search.current?.focus(),
    toggleFilters: () => setAreFiltersOpen((isOpen) => !isOpen),
    rowField: () => document.getElementById(goToRowId),
    showKeys: () => setAreKeysOpen(true),
    openImport,
    share,
    switchScheme,
  });
  return (
    <div className={classes['frame']} data-panel={isSampleOpen || undefined}>
      <Header
        project={project}
        run={run}
        search={search}
        shared={shared}
        onShare={share}
        onImport={openImport}
        onShowKeys={() => setAreKeysOpen(true)}
        onToggleFilters={() => setAreFiltersOpen((isOpen) => !isOpen)}
      />
      {run === undefined ? (
        <main className={classes['main']}>
          <Nothing title="This project has no such run">
            <p>Choose another variant or run in the address, or import one.</p>
            <a href={`/${project.id}`}>Show the newest run</a>
          </Nothing>
        </main>
      ) : (
        <Parts
          props={{ projectId: project.id, run, query, view, colours }}
          areFiltersOpen={areFiltersOpen}
          onCloseFilters={() => setAreFiltersOpen(false)}
          onCloseSample={screen.closeSample}
        >
          <OfflineNotice />
          <ReadOnlyNotice />
          <RebuildNotice run={run} trial={query.trial} />
          {!isImportOpen && <ImportNotice />}
          <Notices dropped={[...dropped, ...unknown, ...urlWarnings(view)]} />
        </Parts>
      )}
      <Suspense>{areKeysOpen && <KeysDialog isOpen onClose={() => setAreKeysOpen(false)} />}</Suspense>
    </div>
  );
}

interface PartsProps {
  props: ViewProps;
  areFiltersOpen: boolean;
  onCloseFilters: () => void;
  onCloseSample: () => void;
  children: React.ReactNode;
}

/** Sidebar, view and panel; on narrow screens sidebar and panel are sheets over the view. */
function Parts({ props, areFiltersOpen, onCloseFilters, onCloseSample, children }: PartsProps) {
  const hasSidebar = useMatches({ base: false, lg: true }, { getInitialValueInEffect: false });
  const hasPanel = useMatches({ base: false, md: true }, { getInitialValueInEffect: false });
  const shown = viewNamed(props.view.view);
  const View = shown.component;
  const panel = props.view.sample !== undefined && (
    <ViewFrame resetKey={`sample ${props.view.sample}`}>
      <SamplePanel {...props} sampleId={props.view.sample} />
    </ViewFrame>
  );
  return (
    <>
      {hasSidebar ? (
        <div className={classes['sidebar']}>
          <FilterSidebar {...props} />
        </div>
      ) : (
        areFiltersOpen && (
          <Suspense>
            <Sheet title="Filters" side="left" onClose={onCloseFilters}>
              <FilterSidebar {...props} />
            </Sheet>
          </Suspense>
        )
      )}
      <main className={classes['main']} aria-label="Results">
        {children}
        <Totals {...props} />
        <ActiveFilters {...props} />
        <ViewTabs current={props.view.view} />
        <div
          className={classes['view']}
          role="tabpanel"
          id={tabIds.panel}
          aria-labelledby={tabIds.tab(shown.name)}
        >
          <ViewFrame resetKey={`${shown.name} ${props.run.id}`}>
            <View {...props} />
          </ViewFrame>
        </div>
      </main>
      {panel !== false &&
        (hasPanel ? (
          <div className={classes['panel']}>{panel}</div>
        ) : (
          <Suspense>
            <Sheet title="Sample" side="bottom" commandScope="sample" onClose={onCloseSample}>
              {panel}
            </Sheet>
          </Suspense>
        ))}
    </>
  );
}

/** The commands that change the URL. */
function useScreenCommands(projectId: number, query: Query) {
  const changeView = useChangeView();
  const changeQuery = useChangeQuery();
  return {
    openView: (name: string) =>
      changeView((state) => ({ ...state, view: name === views[0].name ? undefined : name })),
    closeSample: () => changeView((state) => ({ ...state, sample: undefined, window: undefined })),
    walk: useWalk(projectId, query),
    clearFilters: () => changeQuery(withoutAll),
    toggleIncorrect: () =>
      changeQuery((before) => {
        const isOnly = choiceOf(before, 'outcome').chosen.join() === 'incorrect';
        return withChoice(before, 'outcome', isOnly ? { chosen: [], leftOut: [] } : onlyValue('incorrect'));
      }),
  };
}
