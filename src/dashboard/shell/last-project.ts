/** The project last looked at, kept in the browser: where `/` goes. */
import { readWholeNumber } from '../../contract/whole-number';

const key = 'second-look.last-project';

/** The id, or `null` where there is none or the browser keeps nothing. */
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
    // A browser that keeps nothing still shows everything; `/` then goes to the first project.
  }
}
