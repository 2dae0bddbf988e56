/** One deployment, or one local AWS: part of every resource's name, so that several live side by side. */
export type StageName = string;
