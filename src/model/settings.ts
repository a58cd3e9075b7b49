/** What the user sets, by the names of the settings (`parley.*`). Asked at each use: they may change. */
export interface Settings {
  /** Whether everybody who asks may see the user's presence; else the user is asked. */
  acceptRequests(): boolean;
  /** Whether contacts may know what the user has read. */
  sendDisplayed(): boolean;
  /** Whether contacts may know what the user does in a chat, such as typing. */
  sendChatStates(): boolean;
  /** For how many days messages are kept on this machine; 0 for ever. */
  keepDays(): number;
}
