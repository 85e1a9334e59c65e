const socket = new WebSocket('ws://localhost:8080/news');

socket.onopen = () => console.log('open');
socket.onmessage = ({ data }) => console.log('message', data);
socket.onerror = () => console.log('error');
socket.onclose = ({ code }) => console.log('close', code);

setInterval(() => console.log('readyState', socket.readyState), 10000);
