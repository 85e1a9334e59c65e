function connect() {
  const socket = new WebSocket('ws://localhost:8080/feed');

  socket.onopen = () => console.log('open');
  socket.onmessage = ({ data }) => console.log('message', data);
  socket.onerror = () => console.log('error');

  socket.onclose = ({ code }) => {
    console.log('close', code);
    setTimeout(connect, 1500);
  };
}

connect();
