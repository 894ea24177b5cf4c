/** Replaces the `<header>` in Mantine's dialogs, which would be a second banner landmark of the page. */
export const plainHeader = { header: { role: 'presentation' } } as const;
