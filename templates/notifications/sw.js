{% for script in scripts %}importScripts("{{ script|escapejs }}");
{% endfor %}
