/** Records in which every text is one that tries to run code, break out, or reorder the text around it. */

/** Sample 1 has all of the texts where a record may have several; the others have one in each place. */
export function hostileEntry(texts: readonly string[], place: number) {
  const sampleId = place + 1;
  // Wraps around at the end of the list.
  const textAt = (at: number) => texts[at % texts.length] ?? '';
  const [label, said] = [textAt(place), textAt(place + 1)];
  const all = place === 0;
  const structured = texts.map((text, at) => ({ startIndex: at, endIndex: at, label: text }));
  const learnBlock = { id: 1, type: 'keras', name: textAt(place + 4), title: label };
  return {
    result: {
      sampleId,
      sample: {
        id: sampleId,
        filename: textAt(place + 1),
        label,
        deviceName: textAt(place + 2),
        deviceType: textAt(place + 5),
        category: 'testing',
        metadata: {
          all: label,
          ...(all && Object.fromEntries(texts.map((key, at) => [key, textAt(at + 3)]))),
        },
        sensors: texts.slice(place, place + 3).map((name) => ({ name, units: textAt(place + 6) })),
        ...(all && { structuredLabels: structured, intervalMs: 1 }),
        totalLengthMs: 1000,
        added: '2026-01-01T00:00:00Z',
      },
      classifications: [
        {
          learnBlock,
          result: [
            Object.fromEntries((all ? texts : [label, said]).map((name, at) => [name, (at + 1) / 100])),
          ],
          thresholds: (all ? texts : [label]).map((text, at) => ({
            key: `key ${at}`,
            description: text,
            helpText: textAt(at + 1),
            value: at % 2 === 0 ? 0.5 : text,
          })),
          expectedLabels: [{ startIndex: 0, endIndex: 0, label }],
        },
      ],
    },
    predictions: [
      { sampleId, startMs: 0, endMs: 1000, label, prediction: said, predictionCorrect: place % 3 === 0 },
    ],
  };
}

/** The same as a line of JSON Lines. */
export const hostileLine = (texts: readonly string[], place: number): string =>
  JSON.stringify(hostileEntry(texts, place));
