/** The project viewed last, stored in the browser: the target of `/`. */
import { readWholeNumber } from '../../contract/whole-number';

const key = 'second-look.last-project';

/** The id, or `null` if there is none or the browser stores nothing. */
export function lastProject(): number | null {
  try {
    return readWholeNumber(localStorage.getItem(key) ?? '') ?? null;
  } catch {
    return null;
  }
}

export function rememberProject(projectId: number): void {
  try {
    localStorage.setItem(key, String(projectId));
  } catch {
    // If the browser stores nothing, everything still works; `/` then goes to the first project.
  }
}
