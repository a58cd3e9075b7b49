/** Why somebody is reported to the operator of the account's server (XEP-0377 §4). */
export const REPORT_REASONS = ['spam', 'abuse'] as const;
export type ReportReason = (typeof REPORT_REASONS)[number];
