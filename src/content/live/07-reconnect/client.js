const BASE = 100;
const CAP = 5000;

function connect(name, attempt = 0) {
  const socket = new WebSocket(`ws://localhost:8080/${name}`);

  socket.onopen = () => {
    console.log(name, 'open');
    attempt = 0;
  };

  socket.onerror = () => console.log(name, 'error');

  socket.onclose = ({ code }) => {
    const limit = Math.min(CAP, BASE * 2 ** attempt);
    const delay = Math.round(Math.random() * limit);
    console.log(name, 'close', code, 'delay', delay);
    setTimeout(connect, delay, name, attempt + 1);
  };
}

for (const name of ['anna', 'boris', 'clara']) connect(name);
