/** The project last looked at, kept in the browser: where `/` goes. */

const key = 'second-look.last-project';

/** The id, or `null` where there is none or the browser keeps nothing. */
export function lastProject(): number | null {
  try {
    const text = localStorage.getItem(key);
    return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null;
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
