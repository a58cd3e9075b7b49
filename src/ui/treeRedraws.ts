import { systemClock } from '../base/clock.ts';
import { Emitter } from '../base/event.ts';
import { type Disposable, DisposableStore } from '../base/lifecycle.ts';

/** Minimum time between redraws in ms, so that a flood of changes causes no flicker. */
const REDRAW_MS = 100;
/** How long the editor may take to request the rows of a tree that is redrawn, in ms. */
const REQUEST_MS = 2000;

/** The part of the editor's view of a tree that matters. */
export interface RedrawnView {
  readonly visible: boolean;
  readonly onDidChangeVisibility: (listener: () => void) => Disposable;
}

/** Rows to redraw, each with all below it; `undefined` is the whole tree. */
export type Redrawn<Node> = readonly (Node | undefined)[];

/** The whole tree. */
export const WHOLE: readonly [undefined] = [undefined];

/**
 * Reports to the editor, in batches, what to redraw of a tree.
 *
 * On a redraw of the whole tree the editor's extension host drops all rows, and the window requests
 * them again; one that is just receiving them may keep these instead. It then shows rows that the
 * extension host has dropped: their menus pass no row to commands, and they are not redrawn any more.
 * So a redraw of the whole waits until the rows of the one before are requested, and is reported again
 * if they are not.
 */
export class TreeRedraws<Node> implements Disposable {
  readonly #select: (changed: Redrawn<Node>) => Redrawn<Node>;
  readonly #clock;
  readonly #ms;
  readonly #changed = new Emitter<Node[] | undefined>();
  readonly #pending = new Set<Node | undefined>();
  readonly #owned = new DisposableStore();
  #view: RedrawnView | undefined;
  #timer: Disposable | undefined;
  /** Whether the editor has yet to request the top level, as at first. */
  #isStale = true;
  #retry: Disposable | undefined;

  /** For `TreeDataProvider.onDidChangeTreeData`. */
  readonly onDidChange = this.#changed.event;

  /** @param select what is to be redrawn of all that may have changed; by default all of it */
  constructor(
    select: (changed: Redrawn<Node>) => Redrawn<Node> = (all) => all,
    { ms = REDRAW_MS, clock = systemClock } = {},
  ) {
    this.#select = select;
    this.#ms = ms;
    this.#clock = clock;
  }

  /** The view that shows the tree. */
  watch(view: RedrawnView): void {
    this.#view = view;
    this.#owned.add(
      view.onDidChangeVisibility(() => {
        this.#expectRequest();
      }),
    );
  }

  /** Redraws what may have changed, soon. */
  add(changed: Redrawn<Node>): void {
    for (const node of changed) this.#pending.add(node);
    this.#timer ??= this.#clock.after(this.#ms, () => {
      this.#timer = undefined;
      const changed = [...this.#pending];
      this.#pending.clear();
      const selected = this.#select(changed);
      if (!selected.includes(undefined)) this.#report([...new Set(selected as Node[])]);
      // The request that is to come gets the newest rows.
      else if (!this.#isStale) this.#reportWhole();
    });
  }

  /** The editor requests the top level. */
  requested(): void {
    this.#isStale = false;
    this.#retry?.dispose();
    this.#retry = undefined;
  }

  dispose(): void {
    this.#timer?.dispose();
    this.#retry?.dispose();
    this.#owned.dispose();
  }

  #report(nodes: Node[]): void {
    if (nodes.length > 0) this.#changed.fire(nodes);
  }

  #reportWhole(): void {
    this.#isStale = true;
    this.#changed.fire(undefined);
    this.#expectRequest();
  }

  /** The rows of a hidden view are requested once it shows. */
  #expectRequest(): void {
    if (!this.#isStale || this.#view?.visible !== true) return;
    this.#retry ??= this.#clock.after(REQUEST_MS, () => {
      this.#retry = undefined;
      if (this.#view?.visible === true) this.#reportWhole();
    });
  }
}
