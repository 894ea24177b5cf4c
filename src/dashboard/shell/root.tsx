/** The parts of every page: the page itself, and the import dialog over it. */
import { Outlet } from '@tanstack/react-router';
import { Suspense } from 'react';
import { useScreen } from '../frame/url-state';
import { lazyPart } from '../ui/lazy-part';
import { useImports } from './import/imports';

const ImportDialog = lazyPart(async () => (await import('./import/import-dialog')).ImportDialog);

export function Root() {
  const { projectId } = useScreen();
  const { isDialogOpen } = useImports();
  return (
    <>
      <Outlet />
      <Suspense>{isDialogOpen && <ImportDialog projectId={projectId ?? undefined} />}</Suspense>
    </>
  );
}
