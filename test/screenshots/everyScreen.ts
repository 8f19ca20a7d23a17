export async function takeEveryScreen(_folder: string, _log: (line: string) => void): Promise<void> {}
