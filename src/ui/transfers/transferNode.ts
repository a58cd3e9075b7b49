import type { FileTransferView } from '../../api/views.ts';
import type { OwnedTransfer } from '../state.ts';

/** A transfer in the list; passed to menus and commands. */
export interface TransferNode extends OwnedTransfer {
  readonly kind: 'transfer';
}

/** The transfer of an argument of a command; `undefined` if it is none. */
export function transferOfArgument(argument: unknown): OwnedTransfer | undefined {
  const node = argument as Partial<TransferNode> | undefined;
  return node?.kind === 'transfer' ? (node as TransferNode) : undefined;
}

/** Whether it waits for an answer of the user. */
export function isOffered({ direction, state }: FileTransferView): boolean {
  return direction === 'in' && state === 'offered';
}

/** Whether it can be cancelled. */
export function isRunning({ direction, state }: FileTransferView): boolean {
  return state === 'running' || (direction === 'out' && state === 'offered');
}

/** Whether it is a file of ours that was not sent, or is not accepted yet. */
export function isUnsent({ direction, state }: FileTransferView): boolean {
  return direction === 'out' && (state === 'failed' || state === 'offered');
}

/** Whether it is a received file. */
export function isReceived({ direction, state }: FileTransferView): boolean {
  return direction === 'in' && state === 'done';
}
