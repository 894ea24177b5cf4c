/** Typing and the URL: no key is lost while writes are pending, and a change from elsewhere wins. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { followUrl, sendText, typeText, type TypedText } from './typed-text';

const shown = (typed: TypedText | null, inUrl: string) => typed?.text ?? inUrl;

describe('typed text', () => {
  it('stays while the URL still has the old text', () => {
    const typed = sendText(typeText(null, '', 'sna'));
    expect(shown(followUrl(typed, ''), '')).toBe('sna');
  });

  it('is not overtaken by its own earlier text', () => {
    const typed = typeText(sendText(typeText(null, '', 'sn')), '', 'snake');
    expect(shown(followUrl(typed, 'sn'), 'sn')).toBe('snake');
  });

  it('is released once the URL has it', () => {
    expect(followUrl(sendText(typeText(null, '', 'snake')), 'snake')).toBeNull();
  });

  it('is replaced by a change from elsewhere, even back to an earlier text', () => {
    const landed = followUrl(typeText(sendText(typeText(null, '', 'sn')), '', 'sna'), 'sn');
    expect(followUrl(landed, '')).toBeNull();
    expect(followUrl(landed, 'idle')).toBeNull();
  });

  it('has not arrived while an earlier text is still pending', () => {
    const there = sendText({ ...sendText(typeText(null, '', 'a')), text: '' });
    const again = typeText(followUrl(there, ''), '', 'a');
    expect(shown(followUrl(followUrl(again, 'a'), ''), '')).toBe('a');
  });

  it('shows every key whatever the order of typing, writing and arriving', () => {
    const step = fc.oneof(
      fc.record({ does: fc.constant('type' as const), text: fc.string({ maxLength: 3 }) }),
      fc.record({ does: fc.constantFrom('send' as const, 'arrive' as const) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        let typed: TypedText | null = null;
        let inUrl = '';
        const underway: string[] = [];
        let newest = '';
        for (const taken of steps) {
          if (taken.does === 'type') {
            typed = typeText(typed, inUrl, taken.text);
            newest = taken.text;
          } else if (taken.does === 'send') {
            if (typed === null) continue;
            underway.push(typed.text);
            typed = sendText(typed);
          } else {
            inUrl = underway.shift() ?? inUrl;
          }
          typed = followUrl(typed, inUrl);
          // Once everything has arrived, or while something is unsent, the input shows the last key.
          if (underway.length === 0) expect(shown(typed, inUrl)).toBe(newest);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
