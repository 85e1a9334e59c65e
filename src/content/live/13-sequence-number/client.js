let last = 0;

function connect() {
  const socket = new WebSocket(`ws://localhost:8080/feed?after=${last}`);

  socket.onopen = () => console.log('open', socket.url);

  socket.onmessage = ({ data }) => {
    const { number, text } = JSON.parse(data);
    if (number <= last) return;
    last = number;
    console.log('message', number, text);
  };

  socket.onerror = () => console.log('error');

  socket.onclose = ({ code }) => {
    console.log('close', code);
    setTimeout(connect, 1500);
  };
}

connect();
