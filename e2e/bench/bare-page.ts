/**
 * A page that is not observed by Playwright, which enables Chromium's network domain and so keeps copies of
 * all answers in the renderer: hundreds of megabytes that real users do not have. This page only has what is needed
 * to use it: input, scripts, and memory measurements. https://chromedevtools.github.io/devtools-protocol
 */
import type { Browser, CDPSession } from '@playwright/test';

/** Keys that produce no text, or another text than their name. */
const namedKeys: Readonly<Record<string, { code: number; text?: string }>> = {
  Enter: { code: 13, text: '\r' },
  Escape: { code: 27 },
};

export class BarePage {
  readonly #browser: CDPSession;
  readonly #session: string;
  /** The callers waiting for an answer, by the number of their request. */
  readonly #waiting = new Map<number, (answer: string) => void>();
  #last = 0;

  private constructor(browser: CDPSession, session: string) {
    this.#browser = browser;
    this.#session = session;
    browser.on('Target.receivedMessageFromTarget', ({ sessionId, message }) => {
      if (sessionId !== session) return;
      const { id } = JSON.parse(message);
      this.#waiting.get(id)?.(message);
      this.#waiting.delete(id);
    });
  }

  /** An empty page of this size, in the browser's default context, which Playwright does not observe. */
  static async open(browser: Browser, size: { width: number; height: number }): Promise<BarePage> {
    const session = await browser.newBrowserCDPSession();
    const { targetId } = await session.send('Target.createTarget', { url: 'about:blank', ...size });
    // A nested session, since a flat one could not be addressed through Playwright.
    const { sessionId } = await session.send('Target.attachToTarget', { targetId, flatten: false });
    const page = new BarePage(session, sessionId);
    await page.send('Emulation.setDeviceMetricsOverride', { ...size, deviceScaleFactor: 1, mobile: false });
    return page;
  }

  /** As `CDPSession.send` does. */
  readonly send: CDPSession['send'] = async (method, params) => {
    const id = (this.#last += 1);
    const answered = new Promise<string>((resolve) => this.#waiting.set(id, resolve));
    const message = JSON.stringify({ id, method, params });
    await this.#browser.send('Target.sendMessageToTarget', { sessionId: this.#session, message });
    const { result, error } = JSON.parse(await answered);
    if (error !== undefined) throw new Error(`${method}: ${error.message}`);
    return result;
  };

  /** The result of the function in the page; it has access only to its arguments. */
  async evaluate<Given extends unknown[], Said>(
    asked: (...given: Given) => Said | Promise<Said>,
    ...given: Given
  ): Promise<Said> {
    // The TypeScript runner names functions with its own helper, which the page does not have.
    const expression = `{ const __name = (made) => made; (${String(asked)})(...${JSON.stringify(given)}) }`;
    const options = { awaitPromise: true, returnByValue: true };
    const { result, exceptionDetails } = await this.send('Runtime.evaluate', { expression, ...options });
    if (exceptionDetails !== undefined) {
      throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    }
    return result.value;
  }

  /** Waits until the function returns true, checked once per frame; throws after the given number of milliseconds. */
  async until<Given extends unknown[]>(
    isSo: (...given: Given) => boolean,
    most: number,
    ...given: Given
  ): Promise<void> {
    const end = performance.now() + most;
    while (!(await this.evaluate(isSo, ...given))) {
      if (performance.now() > end) throw new Error(`Not so in ${most} ms: ${String(isSo)}`);
      await this.evaluate(() => new Promise<void>((resolve) => requestAnimationFrame(() => resolve())));
    }
  }

  /** Clicks the middle of the element with this index among those of the selector; throws if there is none. */
  async click(selector: string, place = 0): Promise<void> {
    const at = await this.evaluate(
      (css, index) => {
        const element = document.querySelectorAll(css)[index];
        if (element === undefined) return undefined;
        element.scrollIntoView({ block: 'nearest' });
        const { left, top, width, height } = element.getBoundingClientRect();
        return { x: left + width / 2, y: top + height / 2 };
      },
      selector,
      place,
    );
    if (at === undefined) throw new Error(`There is no ${selector} to click.`);
    const button = { ...at, button: 'left', clickCount: 1 } as const;
    await this.send('Input.dispatchMouseEvent', { type: 'mouseMoved', ...at });
    await this.send('Input.dispatchMouseEvent', { type: 'mousePressed', buttons: 1, ...button });
    await this.send('Input.dispatchMouseEvent', { type: 'mouseReleased', ...button });
  }

  async wheel(x: number, y: number, pixels: number): Promise<void> {
    await this.send('Input.dispatchMouseEvent', { type: 'mouseWheel', x, y, deltaX: 0, deltaY: pixels });
  }

  /** Presses keys one after the other: each is a character or the name of a key. */
  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      const { code = undefined, text = undefined } = namedKeys[key] ?? { text: key };
      const event = { key, ...(code !== undefined && { windowsVirtualKeyCode: code }) };
      await this.send('Input.dispatchKeyEvent', {
        ...event,
        type: text === undefined ? 'rawKeyDown' : 'keyDown',
        ...(text !== undefined && { text }),
      });
      await this.send('Input.dispatchKeyEvent', { ...event, type: 'keyUp' });
    }
  }
}
