/** Mantine's dialogs head themselves with `<header>`, which would be a second banner of the page; ours is the only one. */
export const plainHeader = { header: { role: 'presentation' } } as const;
