/** Sharing: copies the URL of the current view. */
import { useClipboard } from '@mantine/hooks';

/** `shared` is true for a moment after the link was copied. */
export function useShare(): { shared: boolean; share: () => void } {
  const clipboard = useClipboard({ timeout: 2000 });
  return { shared: clipboard.copied, share: () => clipboard.copy(window.location.href) };
}
