/** How long the answers to wrong tokens are held back, for whom, and what the log says. */
import { describe, expect, it } from 'vitest';
import { TokenGuesses } from './token-guesses';

function guessing() {
  let time = 0;
  const lines: string[] = [];
  const guesses = new TokenGuesses({ log: (line) => void lines.push(line), now: () => time });
  const many = (count: number, addressOf: (index: number) => string) =>
    Array.from({ length: count }, (_, index) => guesses.delay(addressOf(index)));
  const pass = (seconds: number) => void (time += seconds * 1000);
  return { many, pass, lines };
}

describe('the answer to a wrong token', () => {
  it('comes later with each one of an address, up to a limit, and soon again after a while', () => {
    const { many, pass } = guessing();
    const delays = many(20, () => '192.0.2.1');
    expect(delays.slice(0, 7)).toEqual([0, 0, 0, 0, 0, 250, 500]);
    expect(delays.at(-1)).toBe(2000);
    expect(many(1, () => '192.0.2.2')).toEqual([0]);
    pass(140);
    expect(many(1, () => '192.0.2.1')).toEqual([0]);
  });

  it('comes later for all where many addresses guess, however many there are', () => {
    const { many, pass } = guessing();
    expect(many(5000, (index) => `10.0.${index >> 8}.${index & 255}`).at(-1)).toBe(2000);
    expect(many(1, () => '192.0.2.1')[0]).toBe(2000);
    pass(60);
    expect(many(1, () => '192.0.2.1')).toEqual([0]);
  });

  it('takes the addresses of one IPv6 network as one', () => {
    const { many } = guessing();
    expect(many(12, (index) => `2001:db8:0:1::${index}`).at(-1)).toBeGreaterThan(0);
    expect(many(1, () => '2001:db8:0:2::1')).toEqual([0]);
    expect(many(1, () => '::ffff:192.0.2.1')).toEqual([0]);
  });
});

it('the log names the address, and counts rather than repeats', () => {
  const { many, pass, lines } = guessing();
  many(1000, () => '192.0.2.1');
  pass(10);
  many(1, () => '192.0.2.2');
  expect(lines).toEqual([
    'A wrong access token came from 192.0.2.1.',
    'A wrong access token came from 192.0.2.2 (1000 since the last message).',
  ]);
});
