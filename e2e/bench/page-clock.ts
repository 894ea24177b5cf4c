/** Clocks inside the page: from an input event to the frame after the rows are there, and the time between frames. */
import type { Page } from '@playwright/test';

declare global {
  interface Window {
    benchDone?: Promise<number>;
    benchFrames?: { deltas: number[]; isOn: boolean };
  }
}

/**
 * What must be before any script of the page is: the TypeScript runner names the functions that it hands over with a
 * helper of its own, which the page does not have.
 */
export const preparePage = (page: Page): Promise<unknown> =>
  page.addInitScript({ content: 'globalThis.__name = (made) => made;' });

/** Starts a clock with the next event of the type, which stops when the rows it leads to are painted. */
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
          // In the callback after the one that sees them, the frame with the rows is out.
          if (areThere()) requestAnimationFrame((painted) => resolve(painted - timeStamp));
          else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      };
      document.addEventListener(type, onEvent, { capture: true, once: true });
    });
  }, event);
}

/** The milliseconds that the armed clock ran. */
export const readClock = (page: Page): Promise<number> =>
  page.evaluate(() => window.benchDone ?? Promise.reject(new Error('No clock was armed.')));

/** Notes the time between frames from now on. */
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

/** Ends the noting; the first frame is left out, since it began before. */
export const stopFrames = (page: Page): Promise<number[]> =>
  page.evaluate(() => {
    const frames = window.benchFrames;
    if (frames === undefined) throw new Error('No frames were noted.');
    frames.isOn = false;
    return frames.deltas.slice(1);
  });
