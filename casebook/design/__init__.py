"""The one internal page that shows every component in every state, for whoever builds pages."""
