/** Anomaly detection by K-means: how far a window is outside the nearest cluster of the training windows. */
import type { Random } from './seeded-random';

type Cluster = { centre: number[]; radius: number };

const distance = (a: readonly number[], b: readonly number[]): number =>
  Math.sqrt(a.reduce((sum, value, i) => sum + (value - (b[i] ?? 0)) ** 2, 0));

/** Start centres are far apart: each next one is chosen with a probability that grows with its squared distance. */
function startCentres(rows: readonly number[][], count: number, random: Random): number[][] {
  const centres: number[][] = [];
  while (centres.length < count) {
    const weights = rows.map((row) =>
      centres.length === 0 ? 1 : Math.min(...centres.map((centre) => distance(row, centre) ** 2)),
    );
    let left = random.next() * weights.reduce((sum, weight) => sum + weight, 0);
    const chosen = rows[weights.findIndex((weight) => (left -= weight) < 0)] ?? rows[0];
    if (!chosen) break;
    centres.push([...chosen]);
  }
  return centres;
}

/** A cluster extends to the training window that is farthest from its centre. */
export function trainClusters(rows: readonly number[][], count: number, random: Random): Cluster[] {
  let clusters = startCentres(rows, count, random).map((centre): Cluster => ({ centre, radius: 0 }));
  for (let round = 0; round < 30; round++) {
    const members = clusters.map((): number[][] => []);
    for (const row of rows) {
      const distances = clusters.map(({ centre }) => distance(row, centre));
      members[distances.indexOf(Math.min(...distances))]?.push(row);
    }
    clusters = clusters.map(({ centre: before }, i) => {
      const own = members[i] ?? [];
      if (own.length === 0) return { centre: before, radius: 0 };
      const centre = before.map((_, k) => own.reduce((sum, row) => sum + (row[k] ?? 0), 0) / own.length);
      return { centre, radius: Math.max(...own.map((row) => distance(row, centre))) };
    });
  }
  return clusters;
}

/** The distance to the edge of the nearest cluster: below 0 inside it. */
export const anomalyScore = (clusters: readonly Cluster[], row: readonly number[]): number =>
  Math.min(...clusters.map(({ centre, radius }) => distance(row, centre) - radius));
