// The page of `wsdriver serve`: a chat room at /chat and an echo console at /echo, both beside this page's own address.
import { Chat } from './chat.js';
import { byId } from './dom.js';
import { Echo } from './echo.js';


// On a narrow screen one part is shown at a time; the address says which.
function showView() {
	const view = location.hash === '#echo' ? 'echo' : 'chat';
	document.documentElement.dataset.view = view;
	for (const name of ['chat', 'echo']) {
		if (name === view) byId(`view-${name}`).setAttribute('aria-current', 'true');
		else byId(`view-${name}`).removeAttribute('aria-current');
	}
}


window.addEventListener('hashchange', showView);
showView();
new Chat();
new Echo();
