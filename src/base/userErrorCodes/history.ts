import type { Codes } from './codes.ts';

/** The message history. */
export const HISTORY = {
  'history-busy': [],
  'history-full': [],
  'history-damaged': [],
  'history-newer': [],
  'history-other': [],
  'history-stopped': [],
  'history-mended': [],
  'history-replaced.damaged-all': ['file'],
  'history-replaced.damaged-some': ['file'],
  'history-replaced.damaged-nothing': ['file'],
  'history-replaced.newer-all': ['file'],
  'history-replaced.newer-some': ['file'],
  'history-replaced.newer-nothing': ['file'],
  'history-unusable.busy': [],
  'history-unusable.full': [],
  'history-unusable.damaged': [],
  'history-unusable.newer': [],
  'history-unusable.other': [],
} as const satisfies Codes;
