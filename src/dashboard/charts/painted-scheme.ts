/** The colour scheme that the page is painted in right now, for what is drawn on a canvas and not by CSS. */
import { useSyncExternalStore } from 'react';

const attribute = 'data-mantine-color-scheme';

function subscribe(onChange: () => void): () => void {
  const observer = new MutationObserver(onChange);
  observer.observe(document.documentElement, { attributeFilter: [attribute] });
  return () => observer.disconnect();
}

/** `light` or `dark`; another one means that the theme's variables have other values already. */
export const usePaintedScheme = (): string =>
  useSyncExternalStore(subscribe, () => document.documentElement.getAttribute(attribute) ?? 'light');
