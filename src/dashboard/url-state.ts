/** The one reader and writer of the URL: the query and the view state of the screen, and how they change. */
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import type { Problem } from '../contract/kinds/kind';
import { emptyQuery, printQuery, readQuery, type Filters, type Query } from '../contract/query';
import { queryString } from '../contract/query-string';
import { printViewState, readViewState, type ViewState } from '../contract/view-state';
import { readWholeNumber } from '../contract/whole-number';

/** What the URL says: all that a reload, a colleague or the back button needs. */
export interface Screen {
  /** `null` on the page without a project. */
  projectId: number | null;
  query: Query;
  view: ViewState;
  /** What of the URL could not be kept. */
  dropped: readonly Problem[];
}

/** The query and view state in a query string; never throws. */
export function readScreen(text: string): Omit<Screen, 'projectId'> {
  const parameters = new URLSearchParams(text);
  const { query, dropped } = readQuery(parameters);
  const view = readViewState(parameters, dropped);
  return { query, view, dropped };
}

/** The query string, without "?", that reads back as the same screen. */
export const printScreen = (query: Query, view: ViewState) =>
  queryString([...printQuery(query), ...printViewState(view)]);

/** The screen that the URL says. */
export function useScreen(): Screen {
  const { text } = useSearch({ from: '__root__' });
  const { projectId } = useParams({ strict: false });
  return useMemo(() => {
    const id = readWholeNumber(projectId ?? '') ?? null;
    return { projectId: id, ...readScreen(text) };
  }, [text, projectId]);
}

export interface ChangeOptions {
  /** Changes of one gesture (a drag, typing in one box) are one step of the history. */
  gesture?: string;
  /** Takes the place of the current step, for what nobody would want to go back to. */
  replace?: boolean;
}

// The gesture that made the newest history step, so that its next change replaces that step. The history is one per
// page too, so this cannot differ from what is on the screen; going back or forward ends any gesture.
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

/** A function that changes the screen by writing the URL; it reads the newest URL, so quick changes never overtake. */
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

/** Changes to the query; the page starts again at the top. */
export function useChangeQuery(): (change: (query: Query) => Query, options?: ChangeOptions) => void {
  const changeScreen = useChangeScreen();
  return useCallback(
    (change, options) =>
      changeScreen(({ query }) => ({ query: { ...change(query), offset: emptyQuery.offset } }), options),
    [changeScreen],
  );
}

/** Changes to the filters alone; what is left out stays. */
export function useChangeFilters(): (change: (filters: Filters) => Filters, options?: ChangeOptions) => void {
  const changeQuery = useChangeQuery();
  return useCallback(
    (change, options) => changeQuery((query) => ({ ...query, filters: change(query.filters) }), options),
    [changeQuery],
  );
}

/** Changes to the view state. */
export function useChangeView(): (change: (view: ViewState) => ViewState, options?: ChangeOptions) => void {
  const changeScreen = useChangeScreen();
  return useCallback(
    (change, options) => changeScreen(({ view }) => ({ view: change(view) }), options),
    [changeScreen],
  );
}
