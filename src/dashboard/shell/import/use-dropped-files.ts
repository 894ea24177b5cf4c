/** Files dropped anywhere on the page; otherwise the browser would leave the page and show the file. */
import { useEffect, useState } from 'react';

/** Whether files are being dragged over the page. */
export function useDroppedFiles(onFiles: (files: readonly File[]) => void): boolean {
  const [areOver, setAreOver] = useState(false);
  useEffect(() => {
    // A dragged picture of the page looks like a file, too.
    let isOurs = false;
    const listeners = new AbortController();
    const listen = <Name extends keyof WindowEventMap>(
      name: Name,
      listener: (event: WindowEventMap[Name]) => void,
    ) => window.addEventListener(name, listener, { signal: listeners.signal });
    const hasFiles = ({ dataTransfer }: DragEvent) => !isOurs && dataTransfer?.types.includes('Files');
    listen('dragstart', () => {
      isOurs = true;
    });
    listen('dragend', () => {
      isOurs = false;
    });
    listen('dragover', (event) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setAreOver(true);
    });
    listen('dragleave', ({ relatedTarget }) => {
      if (relatedTarget === null) setAreOver(false);
    });
    listen('drop', (event) => {
      setAreOver(false);
      if (!hasFiles(event)) return;
      event.preventDefault();
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length > 0) onFiles(files);
    });
    return () => listeners.abort();
  }, [onFiles]);
  return areOver;
}
