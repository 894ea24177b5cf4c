/** The only reader and writer of the URL: the query and the view state of the screen, and their changes. */
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import type { Problem } from '../../contract/kinds/kind';
import { emptyQuery, printQuery, readQuery, type Filters, type Query } from '../../contract/query';
import { queryString } from '../../contract/query-string';
import { printViewState, readViewState, type ViewState } from '../../contract/view-state';
import { readWholeNumber } from '../../contract/whole-number';

/** The contents of the URL: everything needed to restore or share the screen. */
export interface Screen {
  /** `null` on the page without a project. */
  projectId: number | null;
  query: Query;
  view: ViewState;
  /** The parts of the URL that were dropped. */
  dropped: readonly Problem[];
}

/** Parses the query and view state in a query string; never throws. */
export function readScreen(text: string): Omit<Screen, 'projectId'> {
  const parameters = new URLSearchParams(text);
  const { query, dropped } = readQuery(parameters);
  const view = readViewState(parameters, dropped);
  return { query, view, dropped };
}

/** The query string, without "?", that parses to the same screen. */
export const printScreen = (query: Query, view: ViewState) =>
  queryString([...printQuery(query), ...printViewState(view)]);

/** The screen in the URL. */
export function useScreen(): Screen {
  const { text } = useSearch({ from: '__root__' });
  const { projectId } = useParams({ strict: false });
  return useMemo(() => {
    const id = readWholeNumber(projectId ?? '') ?? null;
    return { projectId: id, ...readScreen(text) };
  }, [text, projectId]);
}

export interface ChangeOptions {
  /** Changes of one gesture (a drag, typing in one input) are one history step. */
  gesture?: string;
  /** Replaces the current history step, for changes that the back button should skip. */
  replace?: boolean;
}

// The gesture that created the latest history step, so that its next change replaces that step. There is only one
// history per page too, so this always matches the screen; going back or forward ends any gesture.
let newestGesture: string | undefined;
if (typeof window !== 'undefined') {
  window.addEventListener('popstate', () => {
    newestGesture = undefined;
  });
}

export interface ScreenChange {
  query?: Query;
  view?: ViewState;
}

/** A function that changes the screen by writing the URL; it reads the latest URL, so that no quick change is lost. */
export function useChangeScreen(): (
  change: (screen: Omit<Screen, 'projectId'>) => ScreenChange,
  options?: ChangeOptions,
) => void {
  const navigate = useNavigate();
  return useCallback(
    (change, options = {}) => {
      const continues = options.gesture !== undefined && options.gesture === newestGesture;
      newestGesture = options.gesture;
      void navigate({
        to: '.',
        search: (previous) => {
          const before = readScreen(previous.text ?? '');
          const after = change(before);
          return { text: printScreen(after.query ?? before.query, after.view ?? before.view) };
        },
        replace: options.replace ?? continues,
      });
    },
    [navigate],
  );
}

/** Changes the query, and resets the page to the first one. */
export function useChangeQuery(): (change: (query: Query) => Query, options?: ChangeOptions) => void {
  const changeScreen = useChangeScreen();
  return useCallback(
    (change, options) =>
      changeScreen(({ query }) => ({ query: { ...change(query), offset: emptyQuery.offset } }), options),
    [changeScreen],
  );
}

/** Changes only the filters; exclusions are kept. */
export function useChangeFilters(): (change: (filters: Filters) => Filters, options?: ChangeOptions) => void {
  const changeQuery = useChangeQuery();
  return useCallback(
    (change, options) => changeQuery((query) => ({ ...query, filters: change(query.filters) }), options),
    [changeQuery],
  );
}

/** Changes the view state. */
export function useChangeView(): (change: (view: ViewState) => ViewState, options?: ChangeOptions) => void {
  const changeScreen = useChangeScreen();
  return useCallback(
    (change, options) => changeScreen(({ view }) => ({ view: change(view) }), options),
    [changeScreen],
  );
}
