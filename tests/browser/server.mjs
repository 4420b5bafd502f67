// Starts the wsdriver that the environment variable WSDRIVER names, and stops it by its own process id.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

const START_MS = 20000;
const STOP_MS = 10000;


export async function startServer(...options) {
	const binary = process.env.WSDRIVER;
	if (!binary) throw new Error('WSDRIVER must name the wsdriver binary to test');
	const child = spawn(binary, ['serve', '--port', '0', ...options], { stdio: ['ignore', 'pipe', 'inherit'] });
	const exit = once(child, 'exit');
	const url = await firstUrl(child, exit);
	return { url, stop: () => stop(child, exit) };
}


async function firstUrl(child, exit) {
	const lines = createInterface({ input: child.stdout });
	const listening = new Promise(resolve => lines.on('line', line => {
		const found = /^listening on (https?:\/\/\S+\/)$/.exec(line);
		if (found) resolve(found[1]);
	}));
	const ended = exit.then(([code, signal]) => { throw new Error(`wsdriver ended before it listened: ${signal ?? code}`); });
	ended.catch(() => {});
	const [late, timer] = deadline(START_MS, 'wsdriver did not say "listening on http://…/"');
	try {
		return await Promise.race([listening, ended, late]);
	} catch (error) {
		child.kill('SIGKILL');
		throw error;
	} finally {
		clearTimeout(timer);
	}
}


// Resolves to the exit code, null if a signal ended it.
async function stop(child, exit) {
	child.kill('SIGTERM');
	const [late, timer] = deadline(STOP_MS, 'wsdriver did not end after SIGTERM');
	try {
		return (await Promise.race([exit, late]))[0];
	} catch (error) {
		child.kill('SIGKILL');
		throw error;
	} finally {
		clearTimeout(timer);
	}
}


function deadline(ms, message) {
	let timer;
	const late = new Promise((_, reject) => { timer = setTimeout(() => reject(new Error(`${message} within ${ms} ms`)), ms); });
	late.catch(() => {});
	return [late, timer];
}
