/**
 * An ordered, reliable stream of bytes with a peer, however it is carried (XEP-0047, XEP-0065). Used
 * in one direction only by file transfers.
 */
export interface ByteStream {
  /**
   * The peer's bytes in order; ends when the peer closes the stream. Reads from the network only as
   * fast as it is iterated. @throws TransferError when the stream breaks
   */
  readonly input: AsyncIterable<Uint8Array>;
  /** Sends bytes; resolves when there is room for more. @throws TransferError */
  write(bytes: Uint8Array): Promise<void>;
  /** Closes the stream; resolves when the peer has everything. @throws TransferError */
  end(): Promise<void>;
  /** Releases all at once, and tells the peer where the carrier can. Harmless when already closed. */
  destroy(): void;
}
