import type { MessageView } from '../../src/api/views.ts';

/** The messages whose text or file name has the query in it, whatever its case; oldest first. */
export function findMessages(messages: readonly MessageView[], query: string): string[] {
  const wanted = query.toLocaleLowerCase();
  if (wanted === '') return [];
  return messages
    .filter(({ body, file }) =>
      [body, file?.name ?? ''].some((text) => text.toLocaleLowerCase().includes(wanted)),
    )
    .map(({ id }) => id);
}
