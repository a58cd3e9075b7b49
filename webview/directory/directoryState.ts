import type { DirectoryState, TypedValues } from '../../src/api/directoryPanel.ts';
import { isRecord } from '../../src/base/isRecord.ts';

/** Parses the state stored by an earlier load; what is not part of it is as at first. */
export function parseDirectoryState(state: unknown, account: string): DirectoryState {
  const first: DirectoryState = {
    ...{ account, typed: {}, filter: '', sortedBy: '', isDescending: false },
  };
  if (!isRecord(state) || state['account'] !== account) return first;
  const { server, directory, typed, searched, filter, sortedBy } = state;
  return {
    ...first,
    ...(typeof server === 'string' && { server }),
    ...(typeof directory === 'string' && { directory }),
    ...(isRecord(typed) && { typed: valuesOf(typed, isTypedValues) }),
    ...(isTypedValues(searched) && { searched }),
    ...(typeof filter === 'string' && { filter }),
    ...(typeof sortedBy === 'string' && { sortedBy }),
    isDescending: state['isDescending'] === true,
  };
}

function isTypedValues(value: unknown): value is TypedValues {
  return isRecord(value) && !Array.isArray(value) && Object.values(value).every(isTexts);
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((text) => typeof text === 'string');
}

function valuesOf<T>(
  record: Readonly<Record<string, unknown>>,
  fits: (value: unknown) => value is T,
): Readonly<Record<string, T>> {
  return Object.fromEntries(
    Object.entries(record).flatMap(([key, value]) => (fits(value) ? [[key, value]] : [])),
  );
}
