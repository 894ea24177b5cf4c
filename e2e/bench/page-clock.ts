/** Clocks inside the page: from an input event to the frame that shows the rows, and the time between frames. */
import type { Page } from '@playwright/test';

declare global {
  interface Window {
    benchDone?: Promise<number>;
    benchFrames?: { deltas: number[]; isOn: boolean };
  }
}

/**
 * Must run before any script of the page: the TypeScript runner names the functions that it passes to the page with
 * its own helper, which the page does not have.
 */
export const preparePage = (page: Page): Promise<unknown> =>
  page.addInitScript({ content: 'globalThis.__name = (made) => made;' });

/** Starts a clock at the next event of the type, which stops when the resulting rows are painted. */
export async function armClock(page: Page, event: 'click' | 'scroll'): Promise<void> {
  await page.evaluate((type) => {
    const grid = document.querySelector('[role="grid"]');
    if (grid === null) throw new Error('There is no grid.');
    const count = grid.getAttribute('aria-rowcount');
    const areThere = () => {
      const rows = [...grid.querySelectorAll('[role="row"][aria-rowindex]')];
      const areWhole = rows.length > 1 && rows.every((row) => row.getAttribute('aria-busy') !== 'true');
      const areNew = type === 'scroll' || grid.getAttribute('aria-rowcount') !== count;
      return areWhole && areNew && !grid.hasAttribute('data-old');
    };
    window.benchDone = new Promise((resolve, reject) => {
      setTimeout(() => reject(new Error(`No rows came after a ${type}.`)), 30_000);
      const onEvent = ({ timeStamp }: Event) => {
        const look = () => {
          // In the callback after the one that sees the rows, their frame has been painted.
          if (areThere()) requestAnimationFrame((painted) => resolve(painted - timeStamp));
          else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      };
      document.addEventListener(type, onEvent, { capture: true, once: true });
    });
  }, event);
}

/** The time measured by the armed clock, in milliseconds. */
export const readClock = (page: Page): Promise<number> =>
  page.evaluate(() => window.benchDone ?? Promise.reject(new Error('No clock was armed.')));

/** Starts recording the time between frames. */
export async function startFrames(page: Page): Promise<void> {
  await page.evaluate(() => {
    const frames = { deltas: new Array<number>(), isOn: true };
    window.benchFrames = frames;
    let last = performance.now();
    const onFrame = (now: number) => {
      if (!frames.isOn) return;
      frames.deltas.push(now - last);
      last = now;
      requestAnimationFrame(onFrame);
    };
    requestAnimationFrame(onFrame);
  });
}

/** Stops recording; the first frame is left out, since it started before. */
export const stopFrames = (page: Page): Promise<number[]> =>
  page.evaluate(() => {
    const frames = window.benchFrames;
    if (frames === undefined) throw new Error('No frames were noted.');
    frames.isOn = false;
    return frames.deltas.slice(1);
  });
