/** Where a received file is written. */
export interface FileTarget {
  /** Absolute, on the machine of the window that owns the session. */
  readonly path: string;
  /** Whether the user agreed to replace what is there; else the file gets the next free name. */
  readonly replace: boolean;
}

/** A file being written; it gets its name once it is whole. All methods throw a Failure. */
export interface FileInProgress {
  /** How much of it was there when it was created, in bytes: what an earlier run has left. */
  readonly left: number;
  /** Appends a piece; resolves once the file system has taken it. */
  write(piece: Uint8Array): Promise<void>;
  /** Whether what was written is still there. */
  exists(): Promise<boolean>;
  /** Reads what was written, in pieces. */
  read(): AsyncIterable<Uint8Array>;
  /** Drops what was written: the content comes from its beginning again. */
  restart(): Promise<void>;
  /** Ends writing; what was written stays for a while, for the next run. */
  leave(): Promise<void>;
  /** @returns its path */
  finish(): Promise<string>;
  /** Removes what was written; harmless after {@link finish}. */
  discard(): Promise<void>;
}

/** Writes received files. */
export interface FileStore {
  /** The target of a file accepted without asking. @param name a safe one */
  download(name: string): Promise<FileTarget>;
  /**
   * @param size in bytes, if it is known
   * @param content identifies its content: what an earlier run has left of it is continued
   * @throws Failure if there is no room for it, or it cannot be created
   */
  create(target: FileTarget, size?: number, content?: string): Promise<FileInProgress>;
}
