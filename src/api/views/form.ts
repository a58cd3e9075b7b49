/** A field of a registration form (XEP-0077), by the types of XEP-0004 §3.3. Remote text. */
export interface FormFieldView {
  /** The key of the answer; empty for a `fixed` field, which is text only. */
  readonly name: string;
  readonly type:
    | 'boolean'
    | 'fixed'
    | 'hidden'
    | 'jid-multi'
    | 'jid-single'
    | 'list-multi'
    | 'list-single'
    | 'text-multi'
    | 'text-private'
    | 'text-single';
  readonly label: string;
  readonly required: boolean;
  readonly values: readonly string[];
  readonly options: readonly { readonly label: string; readonly value: string }[];
  /** The CAPTCHA's picture; its format is not checked. */
  readonly picture?: Uint8Array;
  /** A URL of the CAPTCHA: `https:` or `http:`. */
  readonly link?: string;
}

/** A server's registration form. Remote text. */
export interface RegistrationView {
  /** To be returned with the answers. */
  readonly isDataForm: boolean;
  readonly title: string;
  readonly instructions: string;
  /** Empty if the server only redirects to `url`. */
  readonly fields: readonly FormFieldView[];
  /** A web page for registering, `https:` or `http:`. */
  readonly url?: string;
}

/** What a room asks of those who want to be members. */
export interface RoomRegistrationView {
  readonly form: RegistrationView;
  /** Our reserved nick, if we are registered; empty if the room does not name it. */
  readonly registered?: string;
}
