/** Checks for pages with hostile text: no code ran, nothing was added, and no text extends beyond its place. */
import { expect, type Page } from '@playwright/test';
import { foreignElements, hostileFamilies } from '../hostile-strings';

/** A text as a browser can show it: a lone surrogate is not a character. */
const shownText = (text: string) => text.toWellFormed();

export interface PageCanaries {
  /** Fails if code ran, made requests, or changed the document. */
  expectUntouched: () => Promise<void>;
}

const ownPaths =
  /^\/($|v1\/api\/|assets\/|\d+$|docs(\.css)?$|openapi\.json$|icon\.svg$|before-first-paint\.js$)/;

/** Sets the canaries; to be called before the first navigation. */
export async function setCanaries(page: Page, title = 'Second Look'): Promise<PageCanaries> {
  const problems: string[] = [];
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
      sessionStorage.setItem('violation', `${violatedDirective} ${blockedURI}`);
    });
  });
  page.on('dialog', (dialog) => {
    problems.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('popup', (popup) => problems.push(`a window: ${popup.url()}`));
  page.on('download', (download) => problems.push(`a download: ${download.url()}`));
  page.on('request', (request) => {
    const { pathname, protocol } = new URL(request.url());
    if (protocol.startsWith('http') && !ownPaths.test(pathname)) problems.push(`asked ${request.url()}`);
  });
  return {
    async expectUntouched() {
      expect(problems).toEqual([]);
      const traces = await page.evaluate((foreign) => {
        const added = [...document.querySelectorAll(foreign)].map(({ outerHTML }) => outerHTML.slice(0, 200));
        for (const element of document.querySelectorAll('*')) {
          for (const { name } of element.attributes) if (name.startsWith('on')) added.push(name);
        }
        return {
          ran: '__xss' in window,
          violation: sessionStorage.getItem('violation'),
          added,
          prototype: Object.keys(Object.prototype),
          title: document.title,
        };
      }, foreignElements);
      expect(traces).toEqual({ ran: false, violation: null, added: [], prototype: [], title });
    },
  };
}

/** The texts that no element below the place shows as its whole text, or has as its name. */
export const notShown = (page: Page, place: string, texts: readonly string[]): Promise<string[]> =>
  page.evaluate(
    ([selector, wanted]) => {
      const shown = new Set<string>();
      for (const root of document.querySelectorAll(selector)) {
        for (const element of root.querySelectorAll('*')) {
          const text = (element.textContent ?? '').toWellFormed();
          // Isolation characters are not part of the text.
          shown.add(text.replace(/^\u2068+/, '').replace(/[\u2069\u202c]+$/, ''));
          shown.add(text);
          shown.add(element.getAttribute('aria-label') ?? '');
        }
      }
      return wanted.filter((text) => !shown.has(text) && !shown.has(text.replace(/[\u2069\u202c]+$/, '')));
    },
    [place, texts.map(shownText)] as const,
  );

/** The texts that no tooltip below the place contains unchanged, alone or in a sentence. */
export const notTold = (page: Page, place: string, texts: readonly string[]): Promise<string[]> =>
  page.evaluate(
    ([selector, wanted]) => {
      const tips = [...document.querySelectorAll(`:is(${selector}) [title]`)].map((element) =>
        (element.getAttribute('title') ?? '').toWellFormed(),
      );
      return wanted.filter((text) => !tips.some((tip) => tip.includes(text)));
    },
    [place, texts.map(shownText)] as const,
  );

/**
 * Where a text reorders our own words around it, on the screen or in a tooltip, where diacritics overflow a row, or
 * whether the page is too wide.
 */
export const layoutFaults = (page: Page): Promise<string[]> =>
  page.evaluate((turning) => {
    const faults: string[] = [];
    if (document.documentElement.scrollWidth > window.innerWidth) faults.push('the page scrolls sideways');
    const blockOf = (node: Node): Element | null => {
      let element = node.parentElement;
      while (element !== null && getComputedStyle(element).display === 'inline')
        element = element.parentElement;
      return element;
    };
    const textsOf = (root: Node): Text[] => {
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
      const nodes: Text[] = [];
      for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
        if (node instanceof Text) nodes.push(node);
      }
      return nodes;
    };
    const range = document.createRange();
    /** The letters and digits of our own in a text, with their positions. */
    const ownLetters = (node: Text) => {
      const own = turning.reduce(
        (rest, text) => rest.replaceAll(text, '\u0000'.repeat(text.length)),
        node.data,
      );
      const letters: { x: number; y: number }[] = [];
      for (let at = 0; at < Math.min(node.data.length, 400); at++) {
        if (!/[A-Za-z0-9]/.test(own.charAt(at))) continue;
        range.setStart(node, at);
        range.setEnd(node, at + 1);
        const { left, top, width } = range.getBoundingClientRect();
        if (width > 0) letters.push({ x: left, y: top });
      }
      return letters;
    };
    const isTurned = (letters: readonly { x: number; y: number }[]) =>
      letters.some((letter, at) => {
        const before = letters[at - 1];
        return before !== undefined && Math.abs(before.y - letter.y) < 2 && before.x >= letter.x;
      });
    const seen = new Set<Element>();
    for (const node of textsOf(document.body)) {
      const hasMarks = /[\u0300-\u036f]{20}/.test(node.data);
      const isTurning = turning.some((text) => node.data.includes(text));
      // Most texts are neither, and reading styles and positions is slow.
      if (!hasMarks && !isTurning) continue;
      const block = blockOf(node);
      if (block === null || block.closest('pre, option, select, title') !== null) continue;
      if (hasMarks && block.checkVisibility()) {
        let clip: Element | null = node.parentElement;
        while (clip !== null && getComputedStyle(clip).overflowY === 'visible') clip = clip.parentElement;
        const isOwn = clip !== null && clip !== document.body && (clip === block || clip.clientHeight <= 160);
        if (!isOwn)
          faults.push(
            `marks stand out of ${block.tagName} in ${clip?.outerHTML.slice(0, 160) ?? 'the page'}`,
          );
      }
      if (!isTurning || seen.has(block)) continue;
      seen.add(block);
      const letters = textsOf(block)
        .filter((other) => blockOf(other) === block)
        .flatMap(ownLetters);
      if (isTurned(letters)) faults.push(`our words are turned: ${block.textContent?.slice(0, 160) ?? ''}`);
    }
    // Tooltips that the browser draws over the page are drawn here separately, in the direction of the page.
    const tips = [...document.querySelectorAll('[title]'), ...document.querySelectorAll('svg title')];
    const drawn = document.createElement('div');
    drawn.style.cssText = 'position: fixed; top: 0; left: 0; width: 100vw; white-space: pre-line';
    document.body.append(drawn);
    for (const tip of new Set(tips.map((element) => element.getAttribute('title') ?? element.textContent))) {
      if (!turning.some((text) => tip.includes(text) && tip !== text)) continue;
      drawn.textContent = tip;
      if (isTurned(textsOf(drawn).flatMap(ownLetters))) faults.push(`our words of a tip are turned: ${tip}`);
    }
    drawn.remove();
    return faults;
  }, hostileFamilies.turning.map(shownText));

/** A screen full of hostile text: no code ran, and the layout is intact. */
export async function expectCalm(page: Page, canaries: PageCanaries): Promise<void> {
  expect(await layoutFaults(page)).toEqual([]);
  await canaries.expectUntouched();
}
